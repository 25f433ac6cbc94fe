module.exports = (connection, req) =>
  connection.execute('BEGIN dbms_job.submit(:job, :what); END;', { job: 1, what: req.body.what }); // <-- finding
