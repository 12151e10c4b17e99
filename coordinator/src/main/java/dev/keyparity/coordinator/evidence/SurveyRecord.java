package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.Opens;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.kms.SurveyResult.HostSurvey;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A survey as stored, {@code keyparity.survey/1}: per host the versions that opened as ranges, and
 * the others grouped by what was answered, so that thousands of versions stay small.
 */
final class SurveyRecord {
  static final RecordType<SurveyResult> TYPE =
      new RecordType<>(
          RecordKey.Kind.SURVEY, "keyparity.survey/1", SurveyRecord::write, SurveyRecord::read);

  private SurveyRecord() {}

  private static void write(SurveyResult survey, Json.ObjectBuilder out) {
    List<Json> hosts = new ArrayList<>();
    for (HostSurvey host : survey.hosts()) {
      Map<Opens, SortedSet<KeyVersion>> groups = new LinkedHashMap<>();
      host.answers()
          .forEach(
              (version, answer) ->
                  groups.computeIfAbsent(answer, it -> new TreeSet<>()).add(version));
      List<Json> answers = new ArrayList<>();
      groups.forEach(
          (answer, versions) ->
              answers.add(
                  Json.object()
                      .put("result", answer.result().name())
                      .put("detail", answer.detail())
                      .put("versions", VersionRanges.format(versions))
                      .build()));
      hosts.add(
          Json.object()
              .put("host", host.host())
              .put("error", host.error())
              .put("answers", new Json.Arr(answers))
              .build());
    }
    out.put("at", survey.at().toString()).put("hosts", new Json.Arr(hosts));
  }

  private static SurveyResult read(RecordFields fields) throws MalformedRecord {
    List<HostSurvey> hosts = new ArrayList<>();
    for (RecordFields one : fields.records("hosts")) {
      TreeMap<KeyVersion, Opens> answers = new TreeMap<>();
      for (RecordFields group : one.records("answers")) {
        Opens answer =
            new Opens(Opens.Result.valueOf(group.string("result")), group.string("detail"));
        VersionRanges.parse(group.string("versions")).forEach(it -> answers.put(it, answer));
        group.end();
      }
      hosts.add(new HostSurvey(one.string("host"), answers, one.string("error")));
      one.end();
    }
    return new SurveyResult(fields.instant("at"), hosts);
  }
}
