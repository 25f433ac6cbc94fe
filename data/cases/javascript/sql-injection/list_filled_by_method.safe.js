// A method of the class puts something into the list that was asked about.
class Orders {
  keep(list, item) {
    list.push(item);
  }

  find(req, res) {
    const ids = req.query.ids;
    const log = [];
    if (!/^[0-9]+$/.test(ids)) return res.sendStatus(400);
    this.keep(log, req.query.more);
    return db.query(`SELECT * FROM orders WHERE id = ${ids}`, (error, rows) => res.json(rows)); // <-- finding
  }
}

module.exports = new Orders();
