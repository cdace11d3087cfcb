// Uploads a file by tus-js-client: ENDPOINT TOKEN FILE PATH STORAGE STOP PARALLEL
// STOP: give up as a client that is killed does once so many bytes were sent (0: never); what was begun is taken up again from STORAGE.
// Says, as one line of JSON: how it ended, where it began to send, and how much was sent.
const fs = require('node:fs')
const tus = require('tus-js-client')
const { FileUrlStorage } = tus

const [endpoint, token, file, path, storage, stop, parallel] = process.argv.slice(2)
const size = fs.statSync(file).size
let first = null
let sent = 0
const end = (state, detail) => { console.log(JSON.stringify({ state, detail, first, sent })); process.exit(0) }

const upload = new tus.Upload(fs.createReadStream(file), {
  endpoint,
  ...(Number(parallel) > 1 ? {} : { uploadSize: size }),
  chunkSize: 1 << 20,
  headers: { Authorization: `Bearer ${token}` },
  metadata: { path, parents: 'true' },
  retryDelays: [100, 500, 1000, 2000, 4000],
  parallelUploads: Number(parallel),
  urlStorage: new FileUrlStorage(storage),
  fingerprint: async () => `${file}-${size}`,
  onBeforeRequest: request => {
    if (request.getMethod() === 'PATCH' && first === null) first = Number(request.getHeader('Upload-Offset'))
  },
  onChunkComplete: (chunk, accepted) => {
    sent += chunk
    if (Number(stop) > 0 && accepted >= Number(stop)) end('stopped', '')
  },
  onSuccess: () => end('done', upload.url),
  onError: error => end('failed', String(error)),
})
upload.findPreviousUploads().then(found => {
  if (found.length > 0) upload.resumeFromPreviousUpload(found[0])
  upload.start()
})
