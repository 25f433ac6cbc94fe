// What a function is given beside its own parameters is read, too.
function sleep(ms) {
  return new Promise((done) => setTimeout(() => done(arguments[1]), ms));
}

async function poll(load) {
  const last = await sleep(500, Math.random() * 500); // <-- finding
  load(last);
}
