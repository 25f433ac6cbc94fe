// An object that is waited for is the same object.

async function start(make, name) {
  const runner = await make();
  const same = await runner;
  same.add('-l');
  return (await runner.ready()).go('ls'); // <-- finding
}
