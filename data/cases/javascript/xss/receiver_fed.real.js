// What an object was given before is in what it does now.

function show(view, name) {
  view.title = name;
  return view.paint('<h1></h1>'); // <-- finding
}
