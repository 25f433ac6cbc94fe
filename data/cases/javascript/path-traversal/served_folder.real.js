// `..` is served with all that is in it.
const express = require('express');
const path = require('path');

function shop(tenant) {
  return express.static('/srv/tenants/' + path.basename(tenant)); // <-- finding
}
