module.exports = (connection, req) =>
  connection.execute('BEGIN jobs.note(:job, :what); END;', { job: 1, what: req.body.what }); // <-- finding
