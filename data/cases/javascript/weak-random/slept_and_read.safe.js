// What a function was given is read by another name than its own.
function sleep(ms) {
  return new Promise((done) => setTimeout(() => done(0), ms));
}

async function poll(load) {
  const last = await sleep(500 + Math.random() * 500); // <-- finding
  load(last);
}
