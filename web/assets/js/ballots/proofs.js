// Proofs about the public log, checked in the browser: that a leaf is in the tree of a checkpoint
// (RFC 9162, 2.1.3.2), and that the city has signed the checkpoint (C2SP signed-note, Ed25519).

import { canonical, hex } from "./codes.js";

/** Whether the leaf {h, c} stands at this place of the log that the checkpoint speaks of. */
export async function isIncluded({ h, c, index, checkpoint, hashes }) {
  const { size, root } = readCheckpoint(checkpoint);
  if (!(index < size)) return false;
  let [at, last] = [index, size - 1];
  let hash = await sha256(joined([0], bytes(canonical({ c, h }))));
  for (const encoded of hashes) {
    const other = unbase64(encoded);
    if (!other || last === 0) return false;
    if (at % 2 || at === last) {
      hash = await sha256(joined([1], other, hash));
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else {
      hash = await sha256(joined([1], hash, other));
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && hex(hash) === hex(root);
}

/** Whether the checkpoint is signed with the key, `name+hash+key`; null if this browser cannot tell. */
export async function isSigned(note, verifier) {
  const [name, , ...rest] = verifier.trim().split("+");
  const key = unbase64(rest.join("+"));
  if (key?.[0] !== 1) return false;
  const id = hex(await sha256(joined(bytes(`${name}\n`), key))).slice(0, 8);
  const end = note.lastIndexOf("\n\n");
  for (const line of note.slice(end + 2).split("\n")) {
    const [dash, signer, encoded] = line.split(" ");
    const signature = unbase64(encoded ?? "");
    if (dash !== "—" || signer !== name || !signature || hex(signature.slice(0, 4)) !== id) continue;
    return verified(key.slice(1), bytes(note.slice(0, end + 1)), signature.slice(4));
  }
  return false;
}

export function readCheckpoint(note) {
  const [origin, size, root] = note.split("\n");
  return { origin, size: Number(size), root: unbase64(root) ?? new Uint8Array() };
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

async function sha256(content) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content));
}

function bytes(text) {
  return new TextEncoder().encode(text);
}

function unbase64(text) {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
