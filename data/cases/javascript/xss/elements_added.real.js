import $ from 'jquery';

$('#list').add(location.hash.slice(1)).html('<b>ready</b>'); // <-- finding
