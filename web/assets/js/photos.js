// Before a photo is sent: is it one, is it small enough? A large one is made smaller in the browser, so
// that a phone with a poor connection sends a tenth; but not where the camera's time and place are to come
// along, which a smaller one would have lost. The form itself is sent as without scripts. Whoever goes on with
// a photo chosen and not sent sends that first, and comes back to the page: nobody goes on without it unawares.

const ENOUGH = 2000; // pixels of the longer side; the largest size shown is smaller
const LARGE = 1_500_000; // bytes from which making it smaller is worth while
const PHOTOS = /^image\/(jpeg|png|webp)$/;

export function enhance(form) {
  const input = form.querySelector("input[type=file]");
  form.noValidate = true; // what is wrong is said beside the field, in the page's language
  const state = document.createElement("p");
  state.className = "veche-upload__state";
  state.setAttribute("role", "status");
  input.after(state);
  // On a slow connection somebody chooses before this script has come.
  let ready = input.files.length ? prepared(form, input, state) : Promise.resolve(true);

  input.addEventListener("change", () => {
    ready = prepared(form, input, state);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!input.files.length) {
      refuse(form, input, form.dataset.notAPhoto);
      return;
    }
    if (!(await ready)) return;
    state.textContent = form.dataset.sending;
    form.querySelector("button").disabled = true;
    form.submit();
  });
  document.addEventListener("submit", async (event) => {
    const { target: other, submitter } = event;
    if (other === form || !input.files.length || !other.closest("main")) return;
    event.preventDefault();
    if (await ready) form.requestSubmit();
    else setTimeout(goOn, 0, input, other, submitter); // while it is being sent it is not sent again
  });
  // Coming back by the browser's Back shows the page as it was left.
  addEventListener("pageshow", () => {
    form.querySelector("button").disabled = false;
    state.textContent = "";
  });
}

/** Without what was chosen and is no photo, which has been said. */
function goOn(input, other, submitter) {
  input.value = "";
  other.requestSubmit(submitter);
}

async function prepared(form, input, state) {
  const [file] = input.files;
  refuse(form, input, "");
  state.replaceChildren();
  if (!file) return false;
  if (!PHOTOS.test(file.type)) return refuse(form, input, form.dataset.notAPhoto);
  const large = file.size > LARGE && !("asItIs" in form.dataset);
  const small = large ? await smaller(file) : file;
  if (small.size > Number(form.dataset.mostBytes)) {
    return refuse(form, input, form.dataset.tooLarge);
  }
  if (small !== file) input.files = listed(small);
  state.append(preview(small));
  return true;
}

/** The photo with its longer side cut to ENOUGH; itself if this browser cannot read it. */
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, ENOUGH / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const type = file.type === "image/png" ? "image/png" : "image/jpeg";
    const blob = await new Promise((done) => canvas.toBlob(done, type, 0.88));
    return blob && blob.size < file.size && type === file.type
      ? new File([blob], file.name, { type })
      : file;
  } catch {
    return file;
  }
}

function listed(file) {
  const list = new DataTransfer();
  list.items.add(file);
  return list.files;
}

function preview(file) {
  const picture = document.createElement("img");
  picture.src = URL.createObjectURL(file);
  picture.alt = "";
  picture.className = "veche-upload__preview";
  picture.addEventListener("error", () => picture.remove());
  return picture;
}

/** Says why beside the field; takes it back if there is nothing to say. */
function refuse(form, input, why) {
  const id = `${input.id}-problem`;
  document.getElementById(id)?.remove();
  const group = input.closest(".govuk-form-group");
  group.classList.toggle("govuk-form-group--error", Boolean(why));
  if (!why) return true;
  const line = document.createElement("p");
  line.id = id;
  line.className = "govuk-error-message";
  line.setAttribute("role", "alert");
  line.textContent = why;
  input.before(line);
  return false;
}
