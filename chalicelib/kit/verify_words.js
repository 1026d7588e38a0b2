"use strict";
// What the recounting page says, in both languages. It is laid into verify.html before verify.js.

const WORDS = {
  en: { title: "Recount a ballot", lead: "Choose the file audit.zip that the city has published. It stays on this computer: this page works without the network and sends nothing.", choose: "The audit kit (audit.zip)", signer: "Who signed it", compare: "Compare this key with the one that the city publishes on its own site and elsewhere. Whoever makes up a whole kit can sign it with a key of their own.", limits: "Nobody outside can recount from which districts votes came and how well the voters were known: the kit holds neither, to protect them.", busy: "Recounting…", good: "All is in order", bad: "Something is not in order", partly: "What this browser could recount is in order, but it cannot check signatures: use a newer one, or verify.py", files: "The files are those that the city signed", ballot: "The question was not changed", openings: "Each vote is what the log holds", log: "The log only grew", reports: "No report was rewritten", count: "The figures of each report are right", result: "The result is right", roll: "As many people took part as there are votes", crypto: "This browser does not let pages from a disk check digests. Use another one, or verify.py." },
  ru: { title: "Пересчитать голосование", lead: "Выберите файл audit.zip, который опубликовал город. Он останется на этом компьютере: страница работает без сети и ничего не отправляет.", choose: "Комплект для проверки (audit.zip)", signer: "Кто подписал", compare: "Сравните этот ключ с тем, что город публикует на своём сайте и в других местах. Кто подделает комплект целиком, подпишет его своим ключом.", limits: "Из каких районов голоса и насколько подтверждены учётные записи, снаружи пересчитать нельзя: ради тайны голосования этого в комплекте нет.", busy: "Идёт пересчёт…", good: "Всё сходится", bad: "Не сходится", partly: "Всё, что этот браузер смог пересчитать, сходится, но подписи он проверять не умеет: возьмите более новый или verify.py", files: "Файлы те, что подписал город", ballot: "Вопрос не меняли", openings: "Каждый голос тот, что записан в журнале", log: "Журнал только рос", reports: "Отчёты не переписывали", count: "Цифры каждого отчёта верны", result: "Результат верен", roll: "Сколько участников, столько и голосов", crypto: "Этот браузер не даёт страницам с диска проверять отпечатки. Возьмите другой или verify.py." },
};

// What the checks find, by how it is said in English; {0} is the first thing that it speaks of.
const RUSSIAN = {
  "{0} is missing": "Файла {0} нет",
  "{0} is not among what the city signed": "Файла {0} нет среди того, что подписал город",
  "{0} was changed after it was signed": "Файл {0} изменён после подписи",
  "{0} files, each as it was signed": "Файлов: {0}, каждый такой, как подписан",
  "ballot.json is not canonical JSON": "ballot.json — не канонический JSON",
  "ballot.json is of {0}, the kit of {1}": "ballot.json — о голосовании {0}, а комплект — о {1}",
  "the wording is not the one that was frozen": "Формулировка не та, что была зафиксирована",
  "{0} “{1}”": "{0} «{1}»",
  "opening {0}: it is out of order, or opens no leaf": "Раскрытие {0}: стоит не на своём месте или не раскрывает ни одной записи",
  "a code is used twice": "Один код использован дважды",
  "{0} leaves, but {1} openings": "Записей: {0}, а раскрытий: {1}",
  "nobody can open these leaves, as the city says itself: {0}": "Эти записи не может раскрыть никто, и город сам это говорит: {0}",
  "{0} votes opened, each is what the log holds": "Раскрыто голосов: {0}, каждый тот, что записан в журнале",
  "report {0}": "отчёт {0}",
  "the checkpoint of {0}": "контрольная точка ({0})",
  "the checkpoint of {0} is of another log": "Контрольная точка ({0}) — от другого журнала",
  "the checkpoint of {0} speaks of {1} leaves, there are {2}": "Контрольная точка ({0}) говорит о записях числом {1}, а их {2}",
  "the checkpoint of {0}: the first {1} leaves have another root": "Контрольная точка ({0}): у первых записей числом {1} другой корень",
  "{0} leaves, {1} checkpoints signed and consistent": "Записей: {0}; контрольных точек: {1}, все подписаны и согласованы",
  "the last report is missing": "Последнего отчёта нет",
  "{0} to {1} ({2})": "с {0} по {1} ({2})",
  "none": "нет",
  "{0} reports, none rewritten; missed: {1}": "Отчётов: {0}, ни один не переписан; пропущены: {1}",
  "report {0}: recounted, the turnout is {1}": "Отчёт {0}: по пересчёту голосов {1}",
  "report {0}: it tells of questions that were not asked": "Отчёт {0}: в нём вопросы, которых не задавали",
  "report {0}, {1}: recounted it is {2}": "Отчёт {0}, {1}: по пересчёту выходит {2}",
  "the figures of {0} reports recounted": "Пересчитаны цифры отчётов: {0}",
  "the result speaks of other votes than the report": "Результат говорит о других голосах, чем отчёт",
  "whether the quorum was reached is not as the ballot says": "Набран ли кворум, сказано не так, как следует из условий голосования",
  "the result does not tell of every question": "В результате есть не все вопросы",
  "{0}.{1}: the votes by level do not add up": "{0}.{1}: голоса по уровням не дают общего числа",
  "{0}: {1} is {2} when recounted": "{0}: по пересчёту {1} — {2}",
  "the result of {0} questions recounted": "Пересчитан результат вопросов: {0}",
  "the roll of the last report is not the one that was signed": "Список участников в последнем отчёте не тот, что подписан",
  "the last report does not tell which leaves nobody can open": "Последний отчёт не говорит, какие записи не может раскрыть никто",
  "{0} people on the roll, but {1} votes in the log": "В списке участников: {0}, а голосов в журнале: {1}",
  "{0} people on the roll, as many votes in the log": "В списке участников: {0}, столько же голосов в журнале",
  "leaf {0}: the code is not the one of its h": "Запись {0}: код не соответствует её h",
  "leaf {0}: the answers are not those of its c": "Запись {0}: ответы не соответствуют её c",
  "leaf {0}: it does not answer what was asked": "Запись {0}: отвечает не на то, что спрашивали",
  "{0}: it answers a question that it was not asked": "{0}: ответ на вопрос, который этому голосу не задавали",
  "leaf {0}, {1}": "Запись {0}, {1}",
  "{0}: what was chosen is not among the options": "{0}: выбранного нет среди вариантов",
  "{0}: more is chosen than was allowed": "{0}: выбрано больше, чем разрешалось",
  "{0}: more is spent than there was": "{0}: потрачено больше, чем было",
  "{0}: its digest is not its own, it was changed": "{0}: отпечаток не свой, отчёт изменён",
  "{0}: it does not follow the report before it": "{0}: не продолжает предыдущий отчёт",
  "{0}: its number or its ballot is wrong": "{0}: неверен номер или голосование",
  "{0}: it comes after the last one": "{0}: стоит после последнего",
  "{0}: its time lies within that of the report before it": "{0}: его время заходит на время предыдущего",
  "{0}: it does not tell which reports are missing before it": "{0}: не говорит, каких отчётов перед ним нет",
  "{0}: its votes are not counted from the report before it": "{0}: голоса отсчитаны не от предыдущего отчёта",
  "{0}: its log is not that of its checkpoint": "{0}: журнал не тот, что в его контрольной точке",
  "the votes by level are not all votes": "Голоса по уровням — не все голоса",
  "{0}: the votes since the report before it do not add up": "{0}: голоса после предыдущего отчёта не сходятся",
  "{0}: the log became shorter": "{0}: журнал стал короче",
  "{0}: its votes by level and district are not as of the step before": "{0}: голоса по уровням и районам не на тот момент, на который положено",
  "{0}: more votes by level or district than votes": "{0}: по уровням или районам голосов больше, чем всего",
  "{0}: {1} goes from {2} to {3}, which it may not": "{0}: {1} — было {2}, стало {3}, так быть не должно",
  "{0} is not signed by the city": "Не подписано городом: {0}",
  "key.txt is no key, or its digest is not its own": "key.txt — не ключ, или отпечаток у него чужой",
  "this is no audit kit, or the zip was changed beside the files in it": "Это не комплект для проверки, или архив изменён помимо файлов в нём",
  "{0} is no text": "{0} — не текст",
  "{0} does not end with a line: it was cut off": "{0} не кончается целой строкой: файл обрезан",
  "{0}, line {1}: it is not canonical JSON": "{0}, строка {1}: не канонический JSON",
  "it cannot be checked, since something before it is not in order": "Проверить нельзя: не сходится то, что стоит раньше",
  "it cannot be read: {0}": "Прочесть не удалось: {0}",
};

/** A message, to be told in whichever language the page speaks: t`${name} is missing`. */
function t(parts, ...values) {
  return { parts, values };
}

/** A message in words, with those that it is made of; a text of the ballot in that language; anything else as it is. */
function told(what, language) {
  if (Array.isArray(what)) return what.map((each) => told(each, language)).join(", ");
  if (what?.en !== undefined) return what[language] ?? what.en;
  if (!what?.parts) return String(what);
  const english = what.parts.reduce((said, part, n) => `${said}{${n - 1}}${part}`);
  const pattern = (language === "ru" && RUSSIAN[english]) || english;
  return pattern.replace(/\{(\d)\}/g, (_, n) => told(what.values[n], language));
}
