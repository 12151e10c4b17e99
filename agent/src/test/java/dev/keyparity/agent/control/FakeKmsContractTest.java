package dev.keyparity.agent.control;

class FakeKmsContractTest extends KmsControlContract {
  private final FakeKms kms = new FakeKms();

  @Override
  KmsControl control() {
    return kms;
  }

  @Override
  void breakStart() {
    kms.breakStart(true);
  }

  @Override
  void hangStop() {
    kms.hangStop(true);
  }
}
