// What stands behind the call of the next one is said when the answer is there.
app.use(async (c, next) => {
  await next();
  c.header('X-Shop', 'orders');
});

app.get('/orders', (c) => c.json({ found: c.req.query('name') })); // <-- finding
