async function find(req) {
  const answer = await fetch('https://search.example/?q=' + encodeURIComponent(req.query.q)); // <-- finding
  return answer.json();
}
