(function () {
  "use strict";
  const audio = document.querySelector("audio");
  const timeline = document.querySelector(".timeline");
  const playhead = document.querySelector(".playhead");
  if (!audio || !timeline || !playhead) return;
  const length = Number(timeline.dataset.length);
  function show() {
    playhead.hidden = false;
    playhead.style.left = (100 * audio.currentTime) / length + "%";
    if (!audio.paused) requestAnimationFrame(show);
  }
  audio.addEventListener("play", show);
  audio.addEventListener("seeked", show);
  timeline.addEventListener("click", function (event) {
    const box = timeline.getBoundingClientRect();
    audio.currentTime = ((event.clientX - box.left) / box.width) * length;
    audio.play();
  });
})();
