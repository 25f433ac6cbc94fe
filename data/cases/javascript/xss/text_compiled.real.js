import Vue from 'vue';

export function greet(name) {
  const box = document.getElementById('greeting');
  box.textContent = name; // <-- finding
  new Vue({ el: box });
}
