package dev.keyparity.testbed.lab.alerts;

import dev.keyparity.testbed.lab.estate.Server;
import dev.keyparity.testbed.lab.estate.Workplace;
import dev.keyparity.testbed.lab.process.BackgroundProcess;
import dev.keyparity.testbed.lab.process.PidFile;
import dev.keyparity.testbed.lab.process.Ports;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A real Prometheus with our rules, and a real Alertmanager that passes on what it is told. */
final class Monitoring {
  private static final String ALERTMANAGER = "prometheus-alertmanager";

  private Monitoring() {}

  /** Starts both; every server is scraped each second. */
  static void start(
      Path directory, Path rules, List<Server> servers, Pager pager, StartedProcesses started) {
    String alertmanager = address();
    startAlertmanager(directory, alertmanager, pager, started);
    String targets =
        servers.stream()
            .map(server -> "\"" + server.status() + "\"")
            .collect(Collectors.joining(", "));
    Path config =
        Workplace.write(
            directory.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: ["%s"]
            alerting:
              alertmanagers:
                - static_configs: [{targets: ["%s"]}]
            scrape_configs:
              - job_name: keyparity
                static_configs: [{targets: [%s]}]
            """
                .formatted(rules, alertmanager, targets));
    run(
        "prometheus",
        directory,
        "--config.file=" + config,
        List.of(
            "--storage.tsdb.path=" + directory.resolve("tsdb"),
            "--web.listen-address=" + address(),
            "--rules.alert.resend-delay=1s"),
        started);
  }

  private static void startAlertmanager(
      Path directory, String address, Pager pager, StartedProcesses started) {
    Path config =
        Workplace.write(
            directory.resolve("alertmanager.yml"),
            """
            route:
              receiver: pager
              group_by: ["..."]
              group_wait: 0s
              group_interval: 1s
              repeat_interval: 1h
            receivers:
              - name: pager
                webhook_configs: [{url: "%s", send_resolved: true}]
            """
                .formatted(pager.uri()));
    run(
        ALERTMANAGER,
        directory,
        "--config.file=" + config,
        List.of(
            "--storage.path=" + directory.resolve("alertmanager"),
            "--web.listen-address=" + address,
            "--cluster.listen-address="),
        started);
  }

  private static void run(
      String program, Path directory, String mark, List<String> more, StartedProcesses started) {
    BackgroundProcess process =
        new BackgroundProcess(
            program,
            new PidFile(directory.resolve(program + ".pid"), mark),
            directory.resolve(program + ".log"));
    List<String> command = new java.util.ArrayList<>(List.of(program, mark));
    command.addAll(more);
    process.start(command, Map.of());
    started.add(process);
  }

  private static String address() {
    return "127.0.0.1:" + Ports.free(List.of(InetAddress.getLoopbackAddress()));
  }
}
