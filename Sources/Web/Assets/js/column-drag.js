/// Follows the pointer from a head: at its edge it becomes wider, elsewhere it goes to where it is dropped.
export function drag(event, head, { heads, lay, widen, move }) {
  const begun = { x: event.clientX, width: head.offsetWidth };
  const isEdge = head.getBoundingClientRect().right - event.clientX < 8;
  let isMoved = false;
  const under = (at) => heads().find((each) => { const box = each.getBoundingClientRect(); return at >= box.left && at < box.right; });
  const follow = (moved) => {
    isMoved ||= Math.abs(moved.clientX - begun.x) > 5;
    if (isEdge && isMoved) lay({ [head.dataset.column]: begun.width + moved.clientX - begun.x });
    else if (isMoved) for (const each of heads()) each.toggleAttribute('data-target', each === under(moved.clientX) && each !== head);
  };
  const end = (left) => {
    removeEventListener('pointermove', follow);
    for (const each of heads()) each.removeAttribute('data-target');
    if (!isMoved) return;
    // The click that ends a drag sorts nothing.
    const stop = (click) => { click.preventDefault(); click.stopPropagation(); };
    addEventListener('click', stop, { capture: true });
    setTimeout(() => removeEventListener('click', stop, { capture: true }), 50);
    if (isEdge) widen(head, begun.width + left.clientX - begun.x);
    else if (under(left.clientX)) move(head, heads().indexOf(under(left.clientX)));
  };
  addEventListener('pointermove', follow);
  addEventListener('pointerup', end, { once: true });
}
