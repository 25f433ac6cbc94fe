function poll(load, req) {
  setTimeout(() => { load.start(req.query.name); }, 500); // <-- finding
}
