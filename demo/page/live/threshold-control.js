// @ts-check
/** The thresholds from which scores are flagged: a slider for each label, and the model's operating points. */
import { element } from "../element.js";
import { percent } from "../format.js";
import { describeLabel, operatingPointMeanings } from "../labels.js";

/** Dispatches "change" when `thresholds` has changed. */
export class ThresholdControl extends EventTarget {
  /** @type {Record<string, number>} */
  thresholds = {};
  /** @type {string | undefined} the name of the operating point that they are, if they are one */
  operatingPoint;
  /** @type {Map<string, { slider: HTMLInputElement, output: HTMLOutputElement }>} */
  #sliders = new Map();
  /** @type {Map<string, HTMLInputElement>} */
  #points = new Map();
  #model;

  /**
   * @param {HTMLElement} place
   * @param {import("earful").ModelInfo} model
   * @param {string} start name of the operating point to begin with
   */
  constructor(place, model, start) {
    super();
    this.#model = model;
    const points = Object.keys(model.operating_points).map((name) => this.#point(name));
    const sliders = model.labels.map((label) => this.#slider(label));
    place.replaceChildren(
      element("fieldset", "points-choice", element("legend", "", "Flag at"), ...points),
      element("div", "sliders", ...sliders),
    );
    this.#choose(start);
  }

  /** @param {string} name */
  #point(name) {
    const input = element("input", "");
    input.type = "radio";
    input.name = "operating-point";
    input.addEventListener("change", () => {
      this.#choose(name);
      this.dispatchEvent(new Event("change"));
    });
    this.#points.set(name, input);
    const meaning = element("span", "aside", operatingPointMeanings[name] ?? "");
    return element("label", "choice", input, element("span", "", element("b", "", name), " ", meaning));
  }

  /** @param {string} label */
  #slider(label) {
    const slider = element("input", "");
    slider.type = "range";
    slider.min = "0";
    slider.max = "1";
    slider.step = "0.01";
    const output = element("output", "live-number");
    this.#sliders.set(label, { slider, output });
    slider.addEventListener("input", () => {
      for (const input of this.#points.values()) input.checked = false;
      this.operatingPoint = undefined;
      this.#set(label, slider.valueAsNumber);
    });
    slider.addEventListener("change", () => this.dispatchEvent(new Event("change")));
    const { name, meaning } = describeLabel(label);
    const row = element("label", "slider", element("span", "", `${name}, from`), slider, output);
    return meaning ? element("div", "", row, element("p", "aside", meaning)) : row;
  }

  /** @param {string} name of an operating point */
  #choose(name) {
    const input = this.#points.get(name);
    if (input) input.checked = true;
    this.operatingPoint = name;
    for (const [label, value] of Object.entries(this.#model.operating_points[name] ?? {})) this.#set(label, value);
  }

  /**
   * @param {string} label
   * @param {number} value
   */
  #set(label, value) {
    this.thresholds = { ...this.thresholds, [label]: value };
    const row = this.#sliders.get(label);
    if (!row) return;
    row.slider.value = String(value);
    row.slider.setAttribute("aria-valuetext", percent(value));
    row.output.textContent = percent(value);
  }
}
