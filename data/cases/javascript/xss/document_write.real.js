const year = new Date().getFullYear();
document.write('<footer>' + location.search + '</footer>'); // <-- finding
