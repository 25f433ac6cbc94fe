// Another name of the same list: what is added there is added here.
const { spawn } = require('child_process');

const JOBS = [['-u', 'backup.sh'], ['clean.sh']];

exports.add = (word) => {
  const [, last] = JOBS;
  last.push(word);
};

exports.run = () => spawn('bash', JOBS[1]); // <-- finding
