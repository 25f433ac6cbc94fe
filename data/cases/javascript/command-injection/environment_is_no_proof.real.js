const { exec } = require('child_process');

exec(process.env.NODE_COMMAND, { env: process.env }, () => {}); // <-- finding
