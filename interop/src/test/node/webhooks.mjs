// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
//
// A receiver of webhooks as somebody would write one with the library of the Standard Webhooks project. Prints its port,
// then a line of JSON for each request. Lines that come in are secrets; a request counts as verified by those that verify it.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Webhook } from "standardwebhooks";

const secrets = [];
createInterface({ input: process.stdin }).on("line", (line) => {
  secrets.push(line.trim());
  console.log(JSON.stringify({ secrets: secrets.length }));
});

function verified(secret, body, headers) {
  try {
    return new Webhook(secret).verify(body, headers).event;
  } catch {
    return null;
  }
}

const server = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const body = Buffer.concat(pieces).toString("utf8");
    const tampered = { ...request.headers, "webhook-id": "evt_other" };
    response.writeHead(204).end();
    console.log(
      JSON.stringify({
        id: request.headers["webhook-id"],
        verified: secrets.map((secret) => verified(secret, body, request.headers)),
        changedBody: secrets.map((secret) => verified(secret, body + " ", request.headers)),
        changedId: secrets.map((secret) => verified(secret, body, tampered)),
      }),
    );
  });
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
