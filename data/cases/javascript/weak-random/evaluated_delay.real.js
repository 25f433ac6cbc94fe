// Code that is evaluated reads a number by its name.
function later(job) {
  const delay = Math.random() * 1000; // <-- finding
  setTimeout(job, delay);
  job.token = eval('delay');
}

module.exports = later;
