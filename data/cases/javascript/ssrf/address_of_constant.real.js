// What is set in the address later shows.
exports.weather = async (city, place) => {
  const address = new URL('https://weather.example/v2/current');
  address.searchParams.set('q', city);
  address[place.part] = place.value;
  return fetch(address); // <-- finding
};
