// Where an item is put is found before what is put there.
const { exec } = require("child_process");
const express = require("express");

const app = express();

app.get("/jobs", (req, res) => {
  const given = req.query.given;
  const jobs = ["uptime", "who"];
  let next = 0;
  jobs[next++] = next === 2 ? given : "date";
  exec(jobs[0]); // <-- finding
  res.send("done");
});

app.listen(3000);
