// A WebSocket client made of the package `ws`: node socket.cjs FOLDER_OF_PACKAGES, and on standard input what to do, as JSON:
// { url, protocols?, origin?, headers?, ca?, send: [text, …], binary?: base64, bytes?: length of one long message, close?: after how many }
// It prints a line of JSON for each thing that happens, and ends with the connection.
const WebSocket = require(process.argv[2] + '/node_modules/ws');
const fs = require('fs');
const plan = JSON.parse(fs.readFileSync(0, 'utf8'));
const say = thing => process.stdout.write(JSON.stringify(thing) + '\n');
const ca = plan.ca && fs.readFileSync(plan.ca);
const socket = new WebSocket(plan.url, plan.protocols ?? ['dxflow.v1'], { origin: plan.origin, headers: plan.headers, ca });
let heard = 0;
socket.on('upgrade', answer => say({ upgrade: answer.statusCode, headers: answer.headers }));
socket.on('unexpected-response', (_, answer) => {
    let body = '';
    answer.on('data', part => { body += part; });
    answer.on('end', () => { say({ refused: answer.statusCode, headers: answer.headers, body }); process.exit(0); });
});
socket.on('open', () => {
    say({ open: socket.protocol, extensions: socket.extensions });
    for (const text of plan.send ?? []) socket.send(text);
    if (plan.binary) socket.send(Buffer.from(plan.binary, 'base64'));
    if (plan.bytes) socket.send('x'.repeat(plan.bytes));
    if (plan.close === 0) socket.close();
});
socket.on('message', (data, binary) => {
    say(binary ? { binary: data.length } : { message: JSON.parse(data) });
    if (++heard === plan.close) socket.close();
});
socket.on('pong', () => say({ pong: true }));
socket.on('error', error => say({ error: error.message }));
socket.on('close', code => { say({ close: code }); process.exit(0); });
