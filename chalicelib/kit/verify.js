"use strict";
// Recounts a ballot from its audit kit, as verify.py does. It is laid into verify.html,
// after verify_words.js, which has what is told in both languages.

const FILES = ["ballot.json", "checkpoint.txt", "key.txt", "leaves.jsonl", "openings.jsonl", "reports.jsonl", "verify.html", "verify.py"];
const SEALED = "contents.txt";
const INTERVAL = 600_000; // milliseconds
const STEP = 25; // votes, after which it is told from where those of the step before came
const FEW = 5; // people; a figure by level or district moves by fewer never
const AT_ONCE = 2000; // digests under way

class Wrong extends Error {
  constructor(what) {
    super(told(what, "en"));
    this.what = what;
  }
}
const wrong = (what) => { throw new Wrong(what); };
const need = (holds, what) => holds || wrong(what);

// --- The checks, in order. Each leaves in the kit what the next ones need.

const CHECKS = [
  ["files", async (kit) => {
    await readKey(kit);
    const [head, ...lines] = (await signed(kit, text(kit, SEALED), SEALED)).trimEnd().split("\n");
    kit.id = head.replace("audit kit of ", "");
    const digests = Object.fromEntries(lines.filter((l) => l.includes("  ")).map((l) => l.split("  ").reverse()));
    kit.said = Object.fromEntries(lines.filter((l) => !l.includes("  ")).map((l) => l.split(" ")));
    const names = new Set([...Object.keys(digests), ...FILES, ...kit.files.keys()]);
    names.delete(SEALED);
    for (const name of [...names].sort()) {
      need(kit.files.has(name), t`${name} is missing`);
      need(digests[name], t`${name} is not among what the city signed`);
      need(hex(await sha256(kit.files.get(name))) === digests[name], t`${name} was changed after it was signed`);
    }
    return t`${names.size} files, each as it was signed`;
  }],

  ["ballot", async (kit) => {
    const wording = text(kit, "ballot.json");
    kit.ballot = JSON.parse(wording);
    need(canonical(kit.ballot) === wording, t`ballot.json is not canonical JSON`);
    need(kit.ballot.id === kit.id, t`ballot.json is of ${kit.ballot.id}, the kit of ${kit.id}`);
    need(hex(await sha256(bytes(wording))) === kit.said.wording, t`the wording is not the one that was frozen`);
    return t`${kit.id} “${kit.ballot.title}”`;
  }],

  ["openings", async (kit) => {
    kit.leaves = lines(kit, "leaves.jsonl");
    const openings = lines(kit, "openings.jsonl").map((line) => line.value);
    openings.forEach((opening, index) => need(opening.index === index && index < kit.leaves.length, t`opening ${index}: it is out of order, or opens no leaf`));
    kit.answers = await inTurn(openings, (opening) => opened(kit, opening));
    need(new Set(kit.leaves.map((leaf) => leaf.value.h)).size === kit.leaves.length, t`a code is used twice`);
    need(openings.length === kit.leaves.length, t`${kit.leaves.length} leaves, but ${openings.length} openings`);
    const unopened = kit.answers.flatMap((answers, index) => (answers ? [] : [index]));
    need(!unopened.length, t`nobody can open these leaves, as the city says itself: ${unopened}`);
    return t`${openings.length} votes opened, each is what the log holds`;
  }],

  ["log", async (kit) => {
    const points = new Map([[text(kit, "checkpoint.txt"), "checkpoint.txt"]]);
    for (const { value } of lines(kit, "reports.jsonl")) {
      const note = value.log.checkpoint;
      if (note && !points.has(note)) points.set(note, t`report ${value.seq}`);
    }
    const levels = await tree(kit.leaves.map((leaf) => leaf.line));
    let first = true;
    for (const [note, where] of points) {
      const [origin, size, root] = (await signed(kit, note, t`the checkpoint of ${where}`)).split("\n");
      need(origin === kit.origin, t`the checkpoint of ${where} is of another log`);
      need(+size <= kit.leaves.length && (!first || +size === kit.leaves.length), t`the checkpoint of ${where} speaks of ${size} leaves, there are ${kit.leaves.length}`);
      need(base64(await rootOf(levels, +size)) === root, t`the checkpoint of ${where}: the first ${size} leaves have another root`);
      first = false;
    }
    return t`${kit.leaves.length} leaves, ${points.size} checkpoints signed and consistent`;
  }],

  ["reports", async (kit) => {
    kit.reports = lines(kit, "reports.jsonl").map((line) => line.value);
    let before = null;
    for (const report of kit.reports) {
      await checkReport(kit, before, report, t`report ${report.seq}`);
      before = report;
    }
    need(before?.final, t`the last report is missing`);
    const gaps = kit.reports.flatMap((report) => report.missed).map((gap) => t`${gap.from} to ${gap.to} (${gap.n})`);
    const missed = gaps.length ? gaps : t`none`;
    return t`${kit.reports.length} reports, none rewritten; missed: ${missed}`;
  }],

  ["count", async (kit) => {
    const counts = new Map();
    let done = 0, votes = 0, recounted = 0;
    for (const report of kit.reports) {
      for (; done < report.log.size; done++) {
        const answers = kit.answers[done];
        if (!answers) continue;
        votes++;
        for (const question of kit.ballot.questions) if (isAsked(question, answers)) add(counts, question, answers[question.id]);
      }
      need(report.turnout.total === votes, t`report ${report.seq}: recounted, the turnout is ${votes}`);
      if (!report.questions) continue;
      recounted++;
      need(report.questions.length === kit.ballot.questions.length, t`report ${report.seq}: it tells of questions that were not asked`);
      kit.ballot.questions.forEach((question, place) => {
        const mine = canonical(figures(question, counts));
        need(canonical(report.questions[place]) === mine, t`report ${report.seq}, ${question.id}: recounted it is ${mine}`);
      });
    }
    return t`the figures of ${recounted} reports recounted`;
  }],

  ["result", async (kit) => {
    const { turnout, final: { results } } = kit.reports.at(-1);
    need(results.votes === turnout.total && canonical(results.by_level) === canonical(turnout.by_level), t`the result speaks of other votes than the report`);
    const levels = Object.values(results.by_level);
    need(!levels.length || levels.reduce((a, b) => a + b) === results.votes, t`the votes by level are not all votes`);
    need(results.advisory === results.votes < (kit.ballot.quorum ?? 0), t`whether the quorum was reached is not as the ballot says`);
    need(canonical(results.questions.map((q) => q.id)) === canonical(kit.ballot.questions.map((q) => q.id)), t`the result does not tell of every question`);
    kit.ballot.questions.forEach((question, place) => {
      const told = results.questions[place];
      for (const option of told.options) {
        const mine = Object.values(option.by_level ?? {});
        need(!mine.length || mine.reduce((a, b) => a + b) === option.n, t`${question.id}.${option.id}: the votes by level do not add up`);
      }
      const theirs = { ...told, options: told.options.map(({ by_level, ...rest }) => rest) };
      const mine = outcome(question, kit.answers.filter((answers) => answers && isAsked(question, answers)).map((answers) => answers[question.id]));
      for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
        need(canonical(mine[name] ?? null) === canonical(theirs[name] ?? null), t`${question.id}: ${name} is ${canonical(mine[name] ?? null)} when recounted`);
      }
    });
    return t`the result of ${kit.ballot.questions.length} questions recounted`;
  }],

  ["roll", async (kit) => {
    const { final, log } = kit.reports.at(-1);
    need(String(final.roll) === kit.said.roll, t`the roll of the last report is not the one that was signed`);
    need(canonical(final.unopened) === canonical(kit.answers.flatMap((a, n) => (a ? [] : [n]))), t`the last report does not tell which leaves nobody can open`);
    need(final.roll === kit.leaves.length && log.size === kit.leaves.length, t`${final.roll} people on the roll, but ${kit.leaves.length} votes in the log`);
    return t`${final.roll} people on the roll, as many votes in the log`;
  }],
];

async function opened(kit, { index, code, answers }) {
  if (!answers) return null;
  const leaf = kit.leaves[index].value, said = `${kit.id}|${code}`;
  need(hex(await sha256(bytes(`agv1-loc|${said}`))) === leaf.h, t`leaf ${index}: the code is not the one of its h`);
  need(hex(await sha256(bytes(`agv1-vote|${said}|${canonical(answers)}`))) === leaf.c, t`leaf ${index}: the answers are not those of its c`);
  const ids = kit.ballot.questions.map((question) => question.id);
  need(Object.keys(answers).every((id) => ids.includes(id)), t`leaf ${index}: it does not answer what was asked`);
  for (const question of kit.ballot.questions) {
    const where = t`leaf ${index}, ${question.id}`, isAnswered = question.id in answers, asked = isAsked(question, answers);
    need(isAnswered || !asked, t`leaf ${index}: it does not answer what was asked`);
    need(asked || !isAnswered, t`${where}: it answers a question that it was not asked`);
    const chosen = answers[question.id] ?? [];
    const costs = new Map(question.options.map((option) => [option.id, option.cost ?? 0]));
    need(new Set(chosen).size === chosen.length && chosen.every((option) => costs.has(option)), t`${where}: what was chosen is not among the options`);
    const budget = question.type === "budget";
    need(budget || chosen.length <= Math.max(1, question.most ?? 1), t`${where}: more is chosen than was allowed`);
    need(!budget || chosen.reduce((sum, option) => sum + costs.get(option), 0) <= question.budget, t`${where}: more is spent than there was`);
  }
  return answers;
}

/** Whether this vote was asked a question: it may depend on what was chosen in an earlier one. */
function isAsked({ only_if: needed }, answers) {
  return !needed || needed.options.some((option) => (answers[needed.question] ?? []).includes(option));
}

async function checkReport(kit, before, report, name) {
  const { sha256: digest, ...own } = report, { turnout, log, bins } = report;
  need(hex(await sha256(bytes(canonical(own)))) === digest, t`${name}: its digest is not its own, it was changed`);
  need(report.prev_sha256 === (before?.sha256 ?? ""), t`${name}: it does not follow the report before it`);
  need(report.seq === (before?.seq ?? 0) + 1 && report.ballot_id === kit.id, t`${name}: its number or its ballot is wrong`);
  need(!before?.final, t`${name}: it comes after the last one`);
  const since = Date.parse(before?.as_of ?? kit.ballot.opens_at), until = Date.parse(report.as_of);
  need(!before || until - 1000 * report.interval_s >= since, t`${name}: its time lies within that of the report before it`);
  need(canonical(gap(since, until, !before)) === canonical(report.missed), t`${name}: it does not tell which reports are missing before it`);
  need(bins.length === 1 && Date.parse(bins[0].from) === since, t`${name}: its votes are not counted from the report before it`);
  const [, size, root] = (log.checkpoint ?? `\n0\n${base64(await sha256(bytes("")))}`).split("\n");
  need(String(log.size) === size && log.root === root, t`${name}: its log is not that of its checkpoint`);
  need(bins[0].n === turnout.total - (before?.turnout.total ?? 0), t`${name}: the votes since the report before it do not add up`);
  need(bins[0].n >= 0 && log.size >= (before?.log.size ?? 0), t`${name}: the log became shorter`);
  checkPeople(kit, before?.turnout ?? { by_level: {}, by_district: [] }, report, name);
}

/** Level and district are told so that nobody is recognised by what a report adds: in steps of 25 votes, each when the next one ends. */
function checkPeople(kit, known, report, name) {
  const { turnout, final } = report, { total } = turnout;
  const basis = final ? null : basisOf(kit, known, report), votes = final ? total : basis?.total ?? 0;
  need(canonical(turnout.basis ?? null) === canonical(basis), t`${name}: its votes by level and district are not as of the step before`);
  const stepped = canonical(basis) !== canonical(known.basis ?? null), before = people(known);
  const may = (was, n) => (final ? n === 0 || n >= Math.max(FEW, was) : n === was || (stepped && n - was >= FEW));
  people(turnout).forEach((now, kind) => {
    need([...now.values()].reduce((a, b) => a + b, 0) <= votes, t`${name}: more votes by level or district than votes`);
    for (const place of [...new Set([...now.keys(), ...before[kind].keys()])].sort()) {
      const was = before[kind].get(place) ?? 0, n = now.get(place) ?? 0;
      need(may(was, n), t`${name}: ${place} goes from ${was} to ${n}, which it may not`);
    }
  });
}

/** Which report's votes are told by level and district: of the step that had ended when the last one did. */
function basisOf(kit, known, { as_of, seq, turnout: { total } }) {
  if (total - (kit.step?.total ?? 0) < STEP) return known.basis ?? null;
  const basis = kit.step ?? null;
  kit.step = { as_of, seq, total };
  return basis;
}

const people = (turnout) => [new Map(Object.entries(turnout.by_level)), new Map(turnout.by_district.map(({ area, n }) => [area, n]))];

/** The marks of ten minutes between two reports; that of the opening is one of them. */
function gap(since, until, first) {
  let [start, end] = [since - (since % INTERVAL), until - (until % INTERVAL)];
  if (start < since || !first) start += INTERVAL;
  if (end === until) end -= INTERVAL;
  const told = (mark) => new Date(mark).toISOString().replace(".000", "");
  return start <= end ? [{ from: told(start), to: told(end), n: (end - start) / INTERVAL + 1 }] : [];
}

// --- Counting, by the rules that were published.

function add(counts, question, chosen) {
  const more = (key, n) => counts.set(key, (counts.get(key) ?? 0) + n);
  const ranked = question.type === "rank";
  if (question.only_if) more(`${question.id} asked`, 1);
  if (!chosen.length) more(`${question.id} abstain`, 1);
  for (const option of ranked ? chosen.slice(0, 1) : chosen) more(`${question.id} n ${option}`, 1);
  if (ranked) chosen.forEach((option, place) => more(`${question.id} borda ${option}`, question.options.length - place - 1));
}

function figures(question, counts) {
  const of = (what) => counts.get(`${question.id} ${what}`) ?? 0;
  const points = (id) => (question.type === "rank" ? { borda: of(`borda ${id}`) } : {});
  const options = question.options.map(({ id }) => ({ id, n: of(`n ${id}`), ...points(id) }));
  const asked = question.only_if ? { asked: of("asked") } : {};
  return { id: question.id, options, abstain: of("abstain"), ...asked };
}

function outcome(question, answers) {
  const counts = new Map();
  for (const chosen of answers) add(counts, question, chosen);
  const told = figures(question, counts);
  const points = new Map(told.options.map((option) => [option.id, option.borda ?? option.n]));
  const result = { ...told, type: question.type, leading: highest(points) };
  let tied = result.leading.length > 1 ? result.leading : [];
  if (question.type === "rating" && answers.length > told.abstain) result.mean = mean(points);
  if (question.type === "rank") result.runoff = runoff([...points.keys()], answers);
  if (question.type === "budget") [result.funded, tied] = funded(question, points);
  return tied.length ? { ...result, tied } : result;
}

function highest(points) {
  const most = Math.max(...points.values());
  return [...points].filter(([, n]) => n === most && n).map(([option]) => option);
}

function mean(marks) {
  let people = 0, total = 0;
  for (const [mark, n] of marks) { people += n; total += mark * n; }
  const hundredths = Math.floor((200 * total + people) / (2 * people));
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}

function funded(question, votes) {
  const costs = new Map(question.options.map((option) => [option.id, option.cost ?? 0]));
  const order = [...votes.keys()].sort((a, b) => votes.get(b) - votes.get(a) || costs.get(a) - costs.get(b));
  let left = question.budget;
  const paid = order.filter((option) => {
    const pays = votes.get(option) && costs.get(option) <= left;
    if (pays) left -= costs.get(option);
    return pays;
  });
  const parted = (n) => n && paid.some((o) => votes.get(o) === n) && order.some((o) => votes.get(o) === n && !paid.includes(o));
  return [paid, [...votes].filter(([, n]) => parted(n)).map(([option]) => option)];
}

function runoff(options, rankings) {
  const rounds = [];
  for (;;) {
    const votes = new Map(options.map((option) => [option, 0]));
    for (const ranking of rankings) {
      const first = ranking.find((option) => votes.has(option));
      if (first !== undefined) votes.set(first, votes.get(first) + 1);
    }
    const all = [...votes.values()], voting = all.reduce((a, b) => a + b), most = Math.max(...all);
    const decided = 2 * most > voting || all.every((n) => n === most);
    const out = decided ? null : weakest([votes, ...rounds.map((round) => round.map).reverse()]);
    rounds.push({ map: votes, exhausted: rankings.length - voting, out });
    if (out === null) {
      return { rounds: rounds.map((r) => ({ votes: Object.fromEntries(r.map), exhausted: r.exhausted, out: r.out })), winners: highest(votes) };
    }
    options = options.filter((option) => option !== out);
  }
}

function weakest(rounds) {
  let left = [...rounds[0].keys()];
  for (const votes of rounds) {
    const fewest = Math.min(...left.map((option) => votes.get(option)));
    left = left.filter((option) => votes.get(option) === fewest);
  }
  return left.at(-1);
}

// --- The tree of the log (RFC 6962): all whole subtrees, level by level.

async function tree(entries) {
  const levels = [await inTurn(entries, (entry) => sha256(joined([0], bytes(entry))))];
  while (levels.at(-1).length > 1) {
    const below = levels.at(-1), pairs = Array.from({ length: below.length >> 1 }, (_, n) => 2 * n);
    levels.push(await inTurn(pairs, (n) => sha256(joined([1], below[n], below[n + 1]))));
  }
  return levels;
}

async function rootOf(levels, size) {
  const peaks = levels.flatMap((level, n) => ((size >> n) & 1 ? [level[(size >> n) - 1]] : []));
  if (!peaks.length) return sha256(bytes(""));
  let [top, ...rest] = peaks;
  for (const peak of rest) top = await sha256(joined([1], peak, top));
  return top;
}

// --- Signed notes (C2SP signed-note, Ed25519).

const known = new Map();

async function signed(kit, note, what) {
  if (!known.has(note)) known.set(note, await isSigned(kit, note));
  const good = known.get(note);
  if (good === null) kit.unsigned = true; // this browser cannot tell
  need(good !== false, t`${what} is not signed by the city`);
  return `${note.slice(0, note.lastIndexOf("\n\n"))}\n`;
}

async function readKey(kit) {
  kit.key = text(kit, "key.txt").trim();
  const [name, hashed, ...rest] = kit.key.split("+"), key = unbase64(rest.join("+"));
  need(key?.[0] === 1 && key.length === 33 && hashed === await keyId(name, key), t`key.txt is no key, or its digest is not its own`);
  [kit.origin, kit.public, kit.hashed] = [name, key.slice(1), hashed];
}

const keyId = async (name, key) => hex(await sha256(joined(bytes(`${name}\n`), key))).slice(0, 8);

async function isSigned(kit, note) {
  const end = note.lastIndexOf("\n\n");
  for (const line of note.slice(end + 2).split("\n")) {
    const [dash, name, encoded, more] = line.split(" "), signature = unbase64(encoded ?? "");
    if (dash !== "—" || name !== kit.origin || more !== undefined || signature?.length !== 68) continue;
    if (hex(signature.slice(0, 4)) !== kit.hashed) continue;
    const good = await verified(kit.public, bytes(note.slice(0, end + 1)), signature.slice(4));
    if (good !== false) return good;
  }
  return false;
}

async function verified(raw, message, signature) {
  let key;
  try {
    key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  } catch (error) {
    if (error.name === "NotSupportedError") return null;
    throw error;
  }
  return crypto.subtle.verify("Ed25519", key, signature, message);
}

// --- Reading.

/** The files of a zip that is as the city makes it: nothing compressed, no dates, nothing else in it. */
async function unzipped(file) {
  const content = new Uint8Array(await file.arrayBuffer()), view = new DataView(content.buffer);
  const damaged = t`this is no audit kit, or the zip was changed beside the files in it`;
  const end = content.length - 22;
  need(end >= 0 && view.getUint32(end, true) === 0x06054b50, damaged);
  const files = new Map(), index = [], count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true), start = 0;
  for (let n = 0; n < count; n++) {
    need(at + 46 <= end, damaged);
    const [crc, size, length] = [view.getUint32(at + 16, true), view.getUint32(at + 20, true), view.getUint16(at + 28, true)];
    const header = numbers("HHHHHLLLHH", 20, 0, 0, 0, 33, crc, size, size, length, 0);
    const name = content.slice(at + 46, at + 46 + length), first = start + 30 + length;
    need(same(content.slice(start, first), joined(bytes("PK\x03\x04"), header, name)), damaged);
    files.set(new TextDecoder().decode(name), content.slice(first, first + size));
    index.push(joined(bytes("PK\x01\x02\x14\x03"), header, numbers("HHHLL", 0, 0, 0, 0o100644 * 65536, start), name));
    at += 46 + length;
    start = first + size;
  }
  const list = joined(...index);
  const last = joined(list, bytes("PK\x05\x06"), numbers("HHHHLLH", 0, 0, count, count, list.length, start, 0));
  need(files.size === count && same(content.slice(start), last), damaged);
  return files;
}

/** Whole numbers as a zip writes them: H in two bytes, L in four. */
function numbers(format, ...values) {
  const sizes = Array.from(format, (letter) => (letter === "H" ? 2 : 4)), parts = [];
  values.forEach((value, n) => { for (let byte = 0; byte < sizes[n]; byte++) parts.push(Math.floor(value / 256 ** byte) % 256); });
  return Uint8Array.from(parts);
}

const same = (one, other) => one.length === other.length && one.every((byte, n) => byte === other[n]);

function text(kit, name) {
  need(kit.files.has(name), t`${name} is missing`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(kit.files.get(name));
  } catch {
    return wrong(t`${name} is no text`);
  }
}

function lines(kit, name) {
  const whole = text(kit, name);
  need(!whole || whole.endsWith("\n"), t`${name} does not end with a line: it was cut off`);
  return whole.split("\n").slice(0, -1).map((line, number) => {
    const value = JSON.parse(line);
    need(canonical(value) === line, t`${name}, line ${number + 1}: it is not canonical JSON`);
    return { line, value };
  });
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** Each item in its turn, some thousands at a time. */
async function inTurn(items, work) {
  const done = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    done.push(...await Promise.all(items.slice(start, start + AT_ONCE).map(work)));
  }
  return done;
}

const sha256 = async (content) => new Uint8Array(await crypto.subtle.digest("SHA-256", content));
const bytes = (said) => new TextEncoder().encode(said);
const hex = (content) => Array.from(content, (byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (content) => btoa(String.fromCharCode(...content));

/** What base64 stands for; null if it is none, or written otherwise than it should be. */
function unbase64(said) {
  try {
    return btoa(atob(said)) === said ? Uint8Array.from(atob(said), (character) => character.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

// --- The page.

let language = navigator.language.startsWith("ru") ? "ru" : "en";
let verdictNow = null;
let found = []; // what each check says: its name, its kind, and the message
const say = (name) => WORDS[language][name];
const show = (id) => document.getElementById(id);

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", String(button.dataset.language === chosen));
  if (verdictNow) verdict(...verdictNow);
  show("checks").replaceChildren(...found.map(item));
}

function verdict(name, kind = "") {
  verdictNow = [name, kind];
  const element = show("verdict");
  [element.hidden, element.className, element.textContent] = [false, `verdict ${kind}`, say(name)];
}

function tell(name, kind, what) {
  found.push([name, kind, what]);
  show("checks").append(item(found.at(-1)));
}

function item([name, kind, what]) {
  const line = document.createElement("li"), title = document.createElement("strong"), detail = document.createElement("span");
  const mark = { good: "✓", bad: "✗", open: "?" }[kind];
  [line.className, line.dataset.check, title.textContent, detail.textContent] = [kind, name, `${mark} ${say(name)}`, told(what, language)];
  line.append(title, detail);
  return line;
}

/** Why a check failed. One that failed before may have left nothing to go on with. */
function why(error, failed) {
  if (error instanceof Wrong) return error.what;
  if (failed && error instanceof TypeError) return t`it cannot be checked, since something before it is not in order`;
  return t`it cannot be read: ${error.message}`;
}

async function recount(file) {
  found = [];
  show("checks").replaceChildren();
  show("signer").hidden = true;
  known.clear();
  if (!crypto.subtle) return verdict("crypto", "bad");
  verdict("busy");
  const kit = { files: new Map(), unsigned: false };
  let failed = 0;
  for (const [name, check] of [["files", async () => { kit.files = await unzipped(file); return CHECKS[0][1](kit); }], ...CHECKS.slice(1)]) {
    try {
      const told = await check(kit);
      tell(name, name === "files" && kit.unsigned ? "open" : "good", told);
    } catch (error) {
      tell(name, "bad", why(error, failed++));
    }
  }
  show("key").textContent = kit.key ?? "";
  show("signer").hidden = !kit.key;
  return verdict(failed ? "bad" : kit.unsigned ? "partly" : "good", failed ? "bad" : kit.unsigned ? "" : "good");
}

for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", () => speak(button.dataset.language));
show("kit").addEventListener("click", (event) => { event.target.value = ""; }); // the same file once more
show("kit").addEventListener("change", (event) => event.target.files[0] && recount(event.target.files[0]));
speak(language);
