package dev.keyparity.testbed.lab.onejvm;

import dev.keyparity.coordinator.kms.KmsClient;
import dev.keyparity.coordinator.kms.KmsClients;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Set;

/**
 * The calls of one coordinator to the KMS themselves. What changes something there is a point
 * before it is sent and a point after its answer; once cut, nothing is asked any more.
 */
record KmsLinks(Lifeline life, KmsClients real) implements KmsClients {
  private static final Set<String> CHANGES = Set.of("create", "roll");

  @Override
  public KmsClient of(String host, URI kms) {
    KmsClient client = real.of(host, kms);
    return (KmsClient)
        Proxy.newProxyInstance(
            KmsClient.class.getClassLoader(),
            new Class<?>[] {KmsClient.class},
            (proxy, method, arguments) -> {
              String what = "KMS " + method.getName() + " at " + host;
              boolean isPoint = CHANGES.contains(method.getName());
              requireAlive(isPoint ? life.passes("before " + what) : !life.isDead());
              try {
                Object answer = method.invoke(client, arguments);
                requireAlive(!isPoint || life.passes("after " + what));
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void requireAlive(boolean alive) {
    if (!alive) {
      throw new IllegalStateException("dead: no call goes out and no answer comes in");
    }
  }
}
