// What is written is turned into text: nothing becomes JSON.
function card(page, user) {
  page.document.write(['<b>', user.name, '</b>']); // <-- finding
}
