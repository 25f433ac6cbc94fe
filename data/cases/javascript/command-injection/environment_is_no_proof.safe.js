const { exec } = require('child_process');

exec('node --version', { env: process.env }, () => {}); // <-- finding
