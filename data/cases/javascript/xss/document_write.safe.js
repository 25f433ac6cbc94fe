const year = new Date().getFullYear();
document.write('<footer>' + year + '</footer>'); // <-- finding
