setInterval('1 + 1', 1000); // <-- finding
