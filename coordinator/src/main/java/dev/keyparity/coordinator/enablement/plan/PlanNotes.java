package dev.keyparity.coordinator.enablement.plan;

/** What a plan says of its clients and of the way back. Pure. */
record PlanNotes(PlanRequest request, PlanInputs inputs) {

  /** What clients will notice. */
  String clients() {
    if (request.overlap()) {
      return "the hosts that give way are down together until each holds the key; the others serve";
    }
    if (request.kind() == PlanKind.REMOVE_HOST) {
      return leaving();
    }
    if (!request.without().isEmpty()) {
      return "while %s restarts, %s alone: %s counts as down already"
          .formatted(
              request.host(),
              String.join(", ", inputs.spec().othersThan(request.host())),
              String.join(", ", request.without()));
    }
    if (request.kind() == PlanKind.ADD_HOST) {
      return "clients are pointed at %s once every pair of hosts decrypts"
          .formatted(request.host());
    }
    return request.kind().onlyApproves()
        ? "clients notice nothing: nothing is restarted"
        : inputs.hosts().size() == 1
            ? "its only host is down while it restarts"
            : "at most one of %d hosts is down at any time".formatted(inputs.hosts().size());
  }

  private String leaving() {
    String host = request.host();
    if (request.without().isEmpty()) {
      return "clients are pointed past %s first, then its KMS is stopped for good".formatted(host);
    }
    String alone =
        inputs.hosts().size() == 1
            ? "; %s is left alone: until another host is added nothing is highly available, and its KMS cannot be stopped"
                .formatted(inputs.hosts().get(0))
            : "";
    return ("clients are pointed past %1$s; nothing is stopped there, and it is not shown that its"
                + " KMS does not run")
            .formatted(host)
        + alone;
  }

  /** How to go back, and until when. */
  String undo() {
    return switch (request.kind()) {
      case ADOPT -> "nothing is changed but what is watched";
      case ACCEPT -> "nothing is changed but what is approved; no file is written";
      case REPAIR ->
          "what is replaced is in a verified backup: keyparity backup list " + request.service();
      case ADD_HOST ->
          ("keyparity run abort %s --reason …, until synchronize-key; what is replaced on %s is in a"
                  + " verified backup")
              .formatted(request.service(), request.host());
      case REMOVE_HOST ->
          ("keyparity run abort %1$s --reason …, until remove-host; after that:"
                  + " keyparity host add %1$s %2$s   its key and its backups stay where they are")
              .formatted(request.service(), request.host());
      case ENABLE, GIVE_WAY ->
          ("keyparity run abort %s --reason …, until synchronize-key; after that each replaced key file is in a"
                  + " verified backup")
              .formatted(request.service());
    };
  }
}
