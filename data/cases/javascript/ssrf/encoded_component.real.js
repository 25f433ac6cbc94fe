async function find(req) {
  const answer = await fetch(encodeURI(req.query.q)); // <-- finding
  return answer.json();
}
