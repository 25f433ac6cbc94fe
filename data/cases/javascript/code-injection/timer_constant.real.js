setInterval(window.name, 1000); // <-- finding
