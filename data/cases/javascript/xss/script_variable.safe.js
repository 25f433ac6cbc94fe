const labels = { title: '<b>Prices</b>' };

function show(element) {
  document.write(labels.title); // <-- finding
}
