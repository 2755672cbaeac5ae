// Freezes fresh data through and through.

export function frozenDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(frozenDeep);
    Object.freeze(value);
  }
  return value;
}
