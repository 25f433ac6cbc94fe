// A function that is chosen at run time is given a text of others, and a constant beside it.
function report(db, consumer, mode) {
  consumer.on('message', async (message) => {
    const ask = db[mode];
    const text = message.value.toString();
    const found = [await db.query('SELECT count(*) FROM orders'), await ask(text, true)]; // <-- finding
    await consumer.answer(found);
  });
}
