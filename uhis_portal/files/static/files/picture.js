// A picture is made smaller on the device before it is sent, so that it passes a slow line. Without this file it is sent as it is.
(() => {
  "use strict";

  const LONGEST = 2000; // pixels
  const QUALITY = 0.85;
  const SMALL = 500_000; // bytes

  const input = document.querySelector("input[type=file][data-largest]");
  if (!input) return;
  const note = document.querySelector("[data-too-large]");

  const smaller = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= SMALL) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return made && made.size < file.size ? new File([made], "paper.jpg", { type: "image/jpeg" }) : file;
  };

  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file) {
      try {
        const chosen = new DataTransfer();
        chosen.items.add(await smaller(file));
        if (input.files[0] === file) input.files = chosen.files;
      } catch {
        // No picture, or a browser that cannot: it is sent as it is, and the answer says what is wrong.
      }
    }
    const sent = input.files[0];
    note.hidden = !(sent && sent.size > Number(input.dataset.largest));
  });
})();
