// Reads an envelope and verifies it with sigstore's own packages. Arguments: envelope, public key. Prints the statement.
import { readFileSync } from "node:fs";
import { crypto, dsse } from "@sigstore/core";
import { Envelope } from "@sigstore/protobuf-specs";

const [file, key] = process.argv.slice(2).map(path => readFileSync(path, "utf8"));
const envelope = Envelope.fromJSON(JSON.parse(file));
const signed = dsse.preAuthEncoding(envelope.payloadType, envelope.payload);
const [{ sig, keyid }] = envelope.signatures;
if (!/^[0-9a-f]{64}$/.test(keyid) || !crypto.verify(signed, crypto.createPublicKey(key), sig, "sha256")) {
  throw new Error("the signature is wrong");
}

process.stdout.write(envelope.payload);
