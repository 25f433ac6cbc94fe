let apiKey = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'; // <-- finding
exports.setKey = (key) => { apiKey = key; };
exports.getKey = () => apiKey;
