package dev.keyparity.cli.gate;

import dev.keyparity.agent.gate.GateLook;
import dev.keyparity.agent.gate.GateOverride;
import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a gate says, as {@code keyparity.gate/1} for programs. */
record GateView(String service, String host, GateLook look) implements View {
  private static final String SCHEMA = "keyparity.gate/1";

  static Document.Builder head(String service, String host, String gate, boolean starts) {
    return Document.schema(SCHEMA)
        .put("service", service)
        .put("host", host)
        .put("gate", gate)
        .put("starts", starts);
  }

  @Override
  public Document document() {
    String state = look.standing().state().name().toLowerCase(Locale.ROOT);
    return head(service, host, state, look.starts())
        .put("finding", look.decision().finding().name())
        .put("reasons", Document.texts(look.decision().reasons()))
        .put(
            "override",
            look.overrides()
                .inForce()
                .map(one -> override(one, look.overrides().left(one)))
                .orElse(Document.NOTHING))
        .build();
  }

  /** One override. */
  static Document override(GateOverride override, Duration left) {
    return Document.fields()
        .put("id", override.id())
        .put("by", override.by())
        .put("reason", override.reason())
        .put("given_at", override.givenAt())
        .put("length_ms", override.length())
        .put("left_ms", left)
        .build();
  }

  @Override
  public List<String> lines(Page page) {
    return look.lines();
  }
}
