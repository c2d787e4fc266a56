# make demo and make test are all that a newcomer needs; both set up .venv first, once.

VENV   := .venv
BIN    := $(VENV)/bin
EXTRAS ?= dev
comma  := ,
READY  := $(VENV)/ready-$(subst $(comma),-,$(EXTRAS))
SOURCE := cli.py zhunru engine schemas tests bench

# A Python that will do: 3.11 or 3.12, with venv, and the headers that durable-rules is built with.
FIT := import ensurepip, os, sys, sysconfig, venv; \
	sys.exit(not ((3, 11) <= sys.version_info < (3, 13) \
	and os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h"))))

# Whether what Spark needs is here.
SPARK := import sys; from engine.executors.columnar.needs_spark import missing; sys.exit(missing() is not None)

.PHONY: help setup demo test lint format bench golden clean
.DEFAULT_GOAL := help

help:
	@echo 'make demo    建立 .venv，对照一个示例申报单位运行主要功能'
	@echo 'make test    建立 .venv，检查格式、类型，运行全部测试'
	@echo 'make lint    只检查格式与类型'
	@echo 'make format  整理代码格式'
	@echo 'make bench   测量用时与内存（同一次运行内的比值）'
	@echo 'make golden  按当前输出重写期望文件和文档中的输出，之后请阅读差异'
	@echo 'make clean   删除 .venv 和各种缓存'

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@python=; \
	for candidate in $(PYTHON) python3.11 python3.12 python3 python; do \
		if "$$candidate" -c '$(FIT)' >/dev/null 2>&1; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo '错误：没有找到可用的 Python。需要 Python 3.11 或 3.12，带 venv 模块和头文件 Python.h。' >&2; \
		echo '处理：Debian、Ubuntu 上安装 python3.11、python3.11-venv、python3.11-dev；' >&2; \
		echo '      已装在别处的，用 make PYTHON=/路径/python3.11 指明。' >&2; \
		exit 1; \
	fi; \
	if ! command -v "$${CC:-cc}" >/dev/null 2>&1 && ! command -v gcc >/dev/null 2>&1; then \
		echo '错误：没有找到 C 编译器。durable-rules 只有源代码，安装时需要编译。' >&2; \
		echo '处理：Debian、Ubuntu 上安装 gcc 和 libc6-dev。' >&2; \
		exit 1; \
	fi; \
	echo "正在用 $$("$$python" -V) 建立 $(VENV)（第一次约需一分钟）…"; \
	"$$python" -m venv $(VENV)
	@# durable-rules builds without optimisation unless told; the constraints bind what builds it, too
	@CPPFLAGS="-O2 $$CPPFLAGS" PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[$(EXTRAS)]'
	@touch $@

demo: $(READY)
	@echo '$$ zhunru check examples/cross-regional-enterprise.yaml'
	@$(BIN)/zhunru check examples/cross-regional-enterprise.yaml; code=$$?; \
	case $$code in \
		0|1|3) echo "（退出码 $$code：0 符合，1 不符合或不适用，3 尚有待定）" ;; \
		*) exit $$code ;; \
	esac

lint: $(READY)
	@$(BIN)/ruff format --check $(SOURCE)
	@$(BIN)/ruff check $(SOURCE)
	@$(BIN)/mypy

# lint comes first, so that the last line is pytest's; ARGS=--hypothesis-profile=long draws many more cases
# EXTRAS=dev,spark installs Spark, too: half a gigabyte. Without it, or without Java, its tests are skipped, its lines not counted
test: lint
	@$(BIN)/python -c '$(SPARK)' || export ZHUNRU_OMIT='*/spark_*.py'; \
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered $(ARGS)

format: $(READY)
	@$(BIN)/ruff check --fix $(SOURCE)
	@$(BIN)/ruff format $(SOURCE)

bench: $(READY)
	@$(BIN)/python -m bench

golden: $(READY)
	@$(BIN)/python -m pytest --rewrite

clean:
	rm -rf $(VENV) .coverage .coverage.* htmlcov build dist
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
