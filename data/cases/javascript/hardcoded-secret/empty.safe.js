let apiKey = ''; // <-- finding
exports.setKey = (key) => { apiKey = key; };
exports.getKey = () => apiKey;
