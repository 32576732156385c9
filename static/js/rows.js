// A row of an editors' page when it is opened: its boxes take their choices from the lists that stand once on the page
// (templates/admin/carriers/_choices.html). And the row an address points at opens.
"use strict";
{
  const fill = (select) => {
    const list = document.getElementById(`choices-${select.dataset.choices}`).content.cloneNode(true);
    const chosen = new Set(Array.from(select.selectedOptions, (option) => option.value));
    for (const option of list.querySelectorAll("option")) option.selected = chosen.has(option.value);
    delete select.dataset.choices;
    select.replaceChildren(...select.querySelectorAll('option[value=""]'), list);
    if (select.multiple) SelectFilter.init(select.id, select.dataset.fieldName, false);
  };

  const isShown = (select) => !select.closest("details:not([open]), .djn-empty-form");

  const fillShown = (within) => {
    Array.from(within.querySelectorAll("select[data-choices]")).filter(isShown).forEach(fill);
  };

  const openTarget = () => {
    const place = document.getElementById(location.hash.slice(1));
    for (let above = place?.closest("details.row"); above; above = above.parentElement.closest("details")) {
      above.open = true;
    }
    place?.scrollIntoView();
  };

  document.addEventListener("toggle", (event) => fillShown(event.target), true);
  document.addEventListener("formset:added", (event) => fillShown(event.target));
  window.addEventListener("hashchange", openTarget);
  window.addEventListener("load", () => {
    fillShown(document);
    openTarget();
  });
}
