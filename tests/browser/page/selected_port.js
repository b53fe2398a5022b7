/** The local port of the pair that ICE has chosen, as getStats() tells; undefined while there is none. */
export async function selectedPort(connection) {
  const stats = await connection.getStats();
  for (const { selectedCandidatePairId, selected, localCandidateId } of stats.values()) {
    // Firefox tells of the pair itself that it is the selected one.
    const local = selected
      ? localCandidateId
      : stats.get(selectedCandidatePairId)?.localCandidateId;
    const { port } = stats.get(local) ?? {};
    if (port) return port;
  }
  return undefined;
}
