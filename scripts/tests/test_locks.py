from scripts import locks


def test_no_lock_names_the_place_that_packages_came_from():
    assert locks.hosts_named() == []


def test_every_python_lock_has_a_hash_for_every_package():
    without = [
        f"{lock.name}: {block.split()[0]}"
        for lock in (locks.ROOT / "requirements").glob("*.lock")
        for block in lock.read_text().replace("\\\n", "").splitlines()
        if "--hash=sha256:" not in block
    ]

    assert without == []


def test_a_host_name_in_a_lock_is_found(tmp_path, monkeypatch):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.lock").write_text("one @ https://packages.example/one.whl\n")
    for folder in locks.NPM_FOLDERS:
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "package-lock.json").write_text('{"funding": {"url": "https://one.example"}}')
    monkeypatch.setattr(locks, "ROOT", tmp_path)

    named = locks.hosts_named()

    assert named == ["requirements/base.lock:1: one @ https://packages.example/one.whl"]
