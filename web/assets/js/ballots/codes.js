// Personal codes, made in the voter's own browser: 128 random bits, written in Crockford's base32 with
// two characters that check the others. The same as chalicelib/domain/ballots/codes.py.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MISREAD = { O: "0", I: "1", L: "1" };
const [DIGITS, CHECKS] = [26, 2];
const PRIME = 1021n;

/** A form that votes: the code is made here, unless this browser has made it before. */
export function enhance(form) {
  const { code, made } = form.elements;
  if (code.value && made?.value === "browser") return;
  code.value = newCode();
  if (made) made.value = "browser";
}

/** 32 hexadecimal digits. */
export function newCode() {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

/** The code as people read it: seven groups of four. */
export function written(code) {
  const number = BigInt(`0x${code}`);
  const text = base32(number, DIGITS) + base32(number % PRIME, CHECKS);
  return text.match(/..../g).join("-");
}

/** The code that somebody typed, in hexadecimal digits; null if a character is wrong or missing. */
export function read(text) {
  const typed = text.replace(/[\s-]/g, "").toUpperCase().replace(/[OIL]/g, (letter) => MISREAD[letter]);
  if (typed.length !== DIGITS + CHECKS || [...typed].some((character) => !ALPHABET.includes(character))) return null;
  const number = numberOf(typed.slice(0, DIGITS));
  if (number >> 128n || number % PRIME !== numberOf(typed.slice(DIGITS))) return null;
  return number.toString(16).padStart(32, "0");
}

/** h, by which a vote is found in the log without saying the code. */
export function locator(ballot, code) {
  return sha256(`agv1-loc|${ballot}|${code}`);
}

/** c, which binds the vote to its answers without showing them. */
export function commitment(ballot, code, answers) {
  return sha256(`agv1-vote|${ballot}|${code}|${canonical(answers)}`);
}

/** JSON by RFC 8785: keys are sorted, no white space; our numbers are whole. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${pairs.join(",")}}`;
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function sha256(text) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

function base32(number, length) {
  return Array.from({ length }, (_, place) => ALPHABET[Number((number >> BigInt(5 * (length - 1 - place))) & 31n)]).join("");
}

function numberOf(text) {
  return [...text].reduce((number, character) => (number << 5n) | BigInt(ALPHABET.indexOf(character)), 0n);
}
