import $ from 'jquery';

$('#list').add('<p></p>').html('<b>ready</b>'); // <-- finding
