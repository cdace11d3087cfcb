// Makes gRPC calls with the real client. Takes one JSON object on standard input:
//   { target, ca?, protos?: [file], include?: [folder], reflect?: "v1" | "v1alpha", metadata?, together?: bool, patient?: bool, calls: [call] }
//   call: { method: "dxflow.v1.Engine/Ping", send?: [message], metadata?, timeout?: ms, cancelAfter?: messages, endAfter?: messages }
// and prints the list of what came of them: { messages, code, text, ErrorInfo?, Help?, BadRequest? }.
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const protobuf = require('protobufjs');
const fs = require('fs');

const options = { longs: Number, enums: String, bytes: String, defaults: false, oneofs: false };

const rpc = protobuf.parse(`syntax = "proto3"; package google.rpc;
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message ErrorInfo { string reason = 1; string domain = 2; }
  message Help { message Link { string description = 1; string url = 2; } repeated Link links = 1; }
  message BadRequest { message Violation { string field = 1; string description = 2; } repeated Violation violations = 1; }`).root;

function details(status) {
  const packed = status.metadata?.get('grpc-status-details-bin')[0];
  const found = {};
  if (packed) {
    const all = rpc.lookupType('google.rpc.Status').decode(packed);
    found.detailsCode = all.code;
    for (const any of all.details) {
      const name = any.typeUrl.split('/')[1];
      found[name.split('.')[2]] = rpc.lookupType(name).toObject(rpc.lookupType(name).decode(any.value));
    }
  }
  return found;
}

function credentials(input) {
  return input.ca ? grpc.credentials.createSsl(fs.readFileSync(input.ca)) : grpc.credentials.createInsecure();
}

function metadata(given) {
  const all = new grpc.Metadata();
  Object.entries(given ?? {}).forEach(([name, value]) => all.set(name, value));
  return all;
}

/** One call of any shape: each is a duplex where the client may send once and the engine answer once. */
function call(client, definition, one) {
  return new Promise(resolve => {
    const result = { messages: [] };
    const end = status => resolve({ ...result, code: status.code, text: status.details, ...details(status) });
    const settings = { deadline: Date.now() + (one.timeout ?? 30000) };
    const method = definition ?? { path: '/' + one.method, requestSerialize: () => Buffer.alloc(0), responseDeserialize: x => x };
    const stream = client.makeBidiStreamRequest(method.path, method.requestSerialize, method.responseDeserialize, metadata(one.metadata), settings);
    stream.on('data', message => {
      result.messages.push(message);
      if (one.cancelAfter !== undefined && result.messages.length >= one.cancelAfter) stream.cancel();
      if (one.endAfter !== undefined && result.messages.length === one.endAfter) stream.end();
    });
    stream.on('error', () => {});
    stream.on('status', end);
    (one.send ?? [{}]).forEach(message => stream.write(message));
    if (one.endAfter === undefined) stream.end();
  });
}

/** Again while the engine says that this is too often. */
async function patiently(make) {
  for (;;) {
    const result = await make();
    if (result.code !== grpc.status.RESOURCE_EXHAUSTED) return result;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

/** The definitions as the engine itself tells them. */
async function reflected(input) {
  const file = loader.loadSync('grpc/reflection/v1/reflection.proto', { ...options, bytes: Buffer, includeDirs: input.include });
  const definition = Object.values(file['grpc.reflection.v1.ServerReflection'])[0];
  const version = input.reflect === 'v1alpha' ? 'v1alpha' : 'v1';
  const asked = { ...definition, path: definition.path.replace('.v1.', `.${version}.`) };
  const client = new grpc.Client(input.target, credentials(input));
  const ask = request => call(client, asked, { send: [request], metadata: input.metadata });
  const services = await ask({ listServices: '*' });
  const files = new Map();
  const add = answer => answer.messages.flatMap(one => one.fileDescriptorResponse?.fileDescriptorProto ?? []);
  const names = (services.messages[0]?.listServicesResponse?.service ?? []).map(one => one.name);
  const descriptor = protobuf.Root.fromJSON(require('protobufjs/google/protobuf/descriptor.json')).lookupType('google.protobuf.FileDescriptorProto');
  const wanted = [];
  for (const name of names) wanted.push(...add(await ask({ fileContainingSymbol: name })));
  while (wanted.length > 0) {
    const bytes = wanted.pop();
    const one = descriptor.decode(bytes);
    if (files.has(one.name)) continue;
    files.set(one.name, bytes);
    for (const dependency of one.dependency) wanted.push(...add(await ask({ fileByFilename: dependency })));
  }
  client.close();
  const set = new protobuf.Writer();
  for (const bytes of files.values()) set.uint32(10).bytes(bytes);
  return { names, files: [...files.keys()], code: services.code, text: services.text, definitions: loader.loadFileDescriptorSetFromBuffer(Buffer.from(set.finish()), options) };
}

async function main() {
  const input = JSON.parse(fs.readFileSync(0, 'utf8'));
  const results = [];
  let definitions = {};
  if (input.reflect) {
    const { definitions: told, ...about } = await reflected(input);
    definitions = told;
    results.push(about);
  }
  if (input.protos) definitions = { ...definitions, ...loader.loadSync(input.protos, { ...options, includeDirs: input.include }) };
  const client = new grpc.Client(input.target, credentials(input), input.channel ?? {});
  const find = one => Object.values(definitions[one.method.split('/')[0]] ?? {}).find(each => each.path === '/' + one.method);
  const make = one => call(client, find(one), { metadata: input.metadata, ...one });
  if (input.together) results.push(...await Promise.all(input.calls.map(make)));
  else for (const one of input.calls ?? []) results.push(await (input.patient ? patiently(() => make(one)) : make(one)));
  client.close();
  process.stdout.write(JSON.stringify(results));
}

main();
