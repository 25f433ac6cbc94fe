const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function poll(load) {
  for (;;) {
    const last = await sleep(500 + Math.random() * 500); // <-- finding
    await load(last);
  }
}
