class Books {
  constructor(client) {
    this.client = client;
  }

  sorted(by) {
    return this.client.query('SELECT * FROM books WHERE genre = $1', [by]);
  }

  page(req) {
    return Promise.all([this.client.query('SELECT count(*) FROM books'), this.sorted(req.query.by)]); // <-- finding
  }
}

module.exports = Books;
